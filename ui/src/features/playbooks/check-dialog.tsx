import { Button, Modal, Upload } from 'antd'
import { lazy, Suspense, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { SkeletonRows } from '@/components/ui/page-state'
import type { CheckedPlaybook } from '@/lib/api-types'
import { useCheckPlaybook } from './api/get-playbooks'
import { readFlow } from './flow'
import { ImportReport } from './import-report'
import './playbooks.css'

const WorkflowDiagram = lazy(() => import('./workflow-diagram').then((module) => ({ default: module.WorkflowDiagram })))

/** Reads a CACAO file as an import would: what is wrong, and how it would look. Nothing is stored. */
export function CheckDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const check = useCheckPlaybook()
  return (
    <Modal open title={t('playbooks.check')} footer={null} onCancel={onClose} width={1000}>
      <div className="stack" data-testid="check-dialog">
        <p className="muted">{t('playbooks.checkHint')}</p>
        <Upload accept=".json,application/json" showUploadList={false} beforeUpload={(file) => { check.mutate(file); return false }}>
          <Button type={check.data ? 'default' : 'primary'} loading={check.isPending} data-testid="check-choose">{t('playbooks.choose')}</Button>
        </Upload>
        {check.error && <Notice tone="bad">{check.error.message}</Notice>}
        {check.data && <Checked result={check.data} />}
      </div>
    </Modal>
  )
}

function Checked({ result }: { result: CheckedPlaybook }) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<string | null>(null)
  const flow = useMemo(() => readFlow(result.cacao), [result.cacao])
  const errors = result.problems.filter(({ error }) => error).length
  return (
    <>
      <Notice tone={errors > 0 ? 'bad' : result.problems.length > 0 ? 'warn' : 'ok'} testId="check-verdict">
        <b>{result.playbook?.name ?? result.file}</b> · {t(errors > 0 ? 'playbooks.cannotRun' : 'playbooks.runs')} · {t('playbooks.counts', { errors, warnings: result.problems.length - errors })} · {t(`playbooks.standing.${result.standing}`)}
      </Notice>
      <ImportReport problems={result.problems} />
      {flow.steps.length > 0 && <Suspense fallback={<SkeletonRows rows={4} />}><div className="diagram-preview"><WorkflowDiagram flow={flow} chosen={chosen} onChoose={setChosen} /></div></Suspense>}
    </>
  )
}
