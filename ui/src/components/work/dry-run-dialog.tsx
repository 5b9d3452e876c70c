import { Modal } from 'antd'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { SkeletonRows } from '@/components/ui/page-state'
import { RunStatePill } from '@/components/ui/states'
import { StartValues } from '@/components/work/start-values'
import type { DryRun, Playbook } from '@/lib/api-types'
import { useDryRun } from '@/lib/playbook-runs'

/** What a run of the playbook would do, step by step, without doing any of it. */
export function DryRunDialog({ playbook, onClose }: { playbook: Playbook; onClose: () => void }) {
  const { t } = useTranslation()
  const { mutate, data, error, isPending } = useDryRun()
  useEffect(() => mutate({ playbookId: playbook.id }), [mutate, playbook.id])
  return (
    <Modal open title={t('dryRun.title', { name: playbook.name })} footer={null} onCancel={onClose} width={820}>
      <div className="stack" data-testid="dry-run">
        {playbook.inputs.length > 0 && <StartValues playbook={playbook} label={t('dryRun.action')} busy={isPending} onSubmit={(variables) => mutate({ playbookId: playbook.id, variables })} />}
        {error && <Notice tone="bad">{error.message}</Notice>}
        {!error && !data && <SkeletonRows rows={4} />}
        {data && <DryRunReport report={data} />}
      </div>
    </Modal>
  )
}

export function DryRunReport({ report }: { report: DryRun }) {
  const { t } = useTranslation()
  return (
    <>
      <div className="row"><RunStatePill state={report.state} /><span className="faint">{t('dryRun.reached', { count: report.steps.length })}</span></div>
      {report.problem && <Notice tone="warn">{report.problem}</Notice>}
      {report.missing.length > 0 && <Notice tone="warn">{t('dryRun.missing', { names: report.missing.join(', ') })}</Notice>}
      {report.commands.length === 0 && <p className="faint">{t('dryRun.noCommands')}</p>}
      <ol className="choices" data-testid="dry-run-commands">
        {report.commands.map((command, index) => (
          <li key={`${command.stepId}-${index}`} className="stack-s">
            <div className="row">
              <b className="num faint">{index + 1}.</b>
              <span className="strong grow">{command.step}</span>
              <span className="pill">{command.type === 'manual' ? t('dryRun.person') : command.type}</span>
            </div>
            <span className="faint">{[command.agent, command.target].filter(Boolean).join(' → ')}</span>
            {command.command && <CommandText type={command.type} text={command.command} />}
            {command.problem && <Notice tone="warn">{command.problem}</Notice>}
            {report.approvals.filter(({ stepId }) => stepId === command.stepId).map((asked) => (
              <span key={asked.stepId} className="faint">{t('dryRun.approval', { count: asked.count, roles: asked.roles.join(', ') })}{asked.notRequester && ` · ${t('dryRun.notRequester')}`}</span>
            ))}
          </li>
        ))}
      </ol>
    </>
  )
}

/** What people are told is prose; what a machine is told stands as it is sent. */
function CommandText({ type, text }: { type: string; text: string }) {
  if (type === 'manual') return <p className="editable wrap-any">{text}</p>
  return <pre className="mono wrap-any" style={{ whiteSpace: 'pre-wrap' }}>{text}</pre>
}
