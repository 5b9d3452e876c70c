import { FileAddOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { Card } from '@/components/ui/page'
import { Pill, type Tone } from '@/components/ui/pill'
import { QueryView } from '@/components/ui/query-view'
import { Moment } from '@/components/ui/time'
import type { FormCard, FormOffer, FormState } from '@/lib/form-types'
import { shelfQuery, useStartForm } from '@/lib/forms'
import { useCan } from '@/lib/session'

const TONE: Record<FormState, Tone> = { DRAFT: 'warn', SIGNING: 'now', SIGNED: 'ok' }

type Props = { subject: string; clockNames?: ReadonlyMap<string, string> }

/** The forms of the law about one subject: those begun or signed, and those that can be started. */
export function FormsShelf({ subject, clockNames }: Props) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const mayStart = useCan('TASK_WORK')
  const shelf = useQuery(shelfQuery(subject))
  const start = useStartForm(subject)
  const begin = (form: string) => start.mutate(form, { onSuccess: ({ card }) => void navigate({ to: '/forms/$id', params: { id: card.id } }) })
  return (
    <Card title={t('legalForm.shelf')} count={shelf.data?.drafts.length} testId="forms-shelf">
      {start.error && <Notice tone="bad">{start.error.message}</Notice>}
      <QueryView query={shelf} rows={4}>
        {({ forms, drafts, seals }) => (
          <>
            {drafts.map((card) => <Begun key={card.id} card={card} />)}
            {drafts.length === 0 && <p className="faint">{t('legalForm.noneBegun')}</p>}
            {!seals && <Notice tone="now">{t('legalForm.noKey')}</Notice>}
            {mayStart && forms.map((form) => <Startable key={form.id} form={form} clocks={form.clocks.map((id) => clockNames?.get(id) ?? id)} busy={start.isPending && start.variables === form.id} onStart={begin} />)}
          </>
        )}
      </QueryView>
    </Card>
  )
}

function Begun({ card }: { card: FormCard }) {
  const { t } = useTranslation()
  return (
    <div className="row-wrap form-line" data-row-key={card.id}>
      <Link to="/forms/$id" params={{ id: card.id }} className="grow strong" data-testid={`form-${card.form}`}>{card.name}</Link>
      <Pill tone={TONE[card.state]}>{t(`legalForm.state.${card.state}`)}</Pill>
      {card.state === 'DRAFT' && card.blanks > 0 && <span className="faint">{t('legalForm.missing', { count: card.blanks })}</span>}
      <span className="faint">{card.updatedBy} · <Moment at={card.updatedAt} /></span>
    </div>
  )
}

function Startable({ form, clocks, busy, onStart }: { form: FormOffer; clocks: string[]; busy: boolean; onStart: (form: string) => void }) {
  const { t } = useTranslation()
  return (
    <div className="row form-line">
      <span className="grow"><span className="strong">{form.name}</span><div className="faint">{form.basis}{clocks.length > 0 && ` · ${t('legalForm.answers', { clocks: clocks.join(', ') })}`}</div></span>
      <Button icon={<FileAddOutlined />} loading={busy} onClick={() => onStart(form.id)} data-testid={`start-${form.id}`}>{t('legalForm.start')}</Button>
    </div>
  )
}
