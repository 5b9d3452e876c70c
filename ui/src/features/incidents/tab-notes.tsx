import { Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { Owner } from '@/components/ui/owner'
import { PageState } from '@/components/ui/page-state'
import { Moment } from '@/components/ui/time'
import type { IncidentDetail } from '@/lib/api-types'
import { useCan } from '@/lib/session'
import { useAddNote } from './api/change-incident'

const DRAFTS = new Map<string, string>()

/** Talk is append-only; an unsent text waits as a draft until the page is closed. */
export function NotesTab({ detail: { incident, notes } }: { detail: IncidentDetail }) {
  const { t } = useTranslation()
  const mayWrite = useCan('INCIDENT_WRITE')
  return (
    <>
      {notes.length === 0 && <div className="card"><PageState title={t('note.none')} /></div>}
      {notes.map((note) => (
        <article key={note.id} className="note" data-row-key={note.id}>
          <div className="row"><Owner name={note.author} /><b className="strong">{note.author}</b><span className="faint"><Moment at={note.at} /></span></div>
          <p className="note-text">{note.text}</p>
        </article>
      ))}
      {mayWrite && <Compose incidentId={incident.id} />}
    </>
  )
}

function Compose({ incidentId }: { incidentId: string }) {
  const { t } = useTranslation()
  const add = useAddNote(incidentId)
  const [text, setText] = useState(DRAFTS.get(incidentId) ?? '')
  const write = (value: string) => {
    DRAFTS.set(incidentId, value)
    setText(value)
  }
  const send = () => text.trim() !== '' && add.mutate(text.trim(), { onSuccess: () => write('') })
  return (
    <div className="note stack-s">
      {add.error && <Notice tone="bad">{add.error.message}</Notice>}
      <Input.TextArea autoSize={{ minRows: 3, maxRows: 12 }} maxLength={8000} value={text} placeholder={t('note.placeholder')} aria-label={t('note.placeholder')} onChange={(event) => write(event.target.value)} data-testid="note-text" />
      <div className="row between">
        <span className="faint">{t('note.hint')}</span>
        <Button type="primary" disabled={text.trim() === ''} loading={add.isPending} onClick={send} data-testid="note-send">{t('note.send')}</Button>
      </div>
    </div>
  )
}
