import { InboxOutlined } from '@ant-design/icons'
import { Button, Checkbox, Form, Input, Modal, Upload } from 'antd'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/ui/notice'
import { bytes } from '@/lib/format'
import { useImportRules } from './api/change-rules'
import { ImportReportView } from './import-report'
import { RuleRefusal } from './rule-refusal'

type Fields = { set: string; licence?: string; enable?: boolean; retireMissing?: boolean; reason?: string; file?: File }

/** Takes a release of Sigma rules in; afterwards it says of every file what became of it. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const [form] = Form.useForm<Fields>()
  const run = useImportRules()
  const enable = Form.useWatch('enable', form)
  const retire = Form.useWatch('retireMissing', form)
  const submit = ({ file, set, licence, enable: on, retireMissing, reason }: Fields) => file && run.mutate({ file, set: set.trim(), licence: licence?.trim() ?? '', enable: on ?? false, retireMissing: retireMissing ?? false, reason: reason?.trim() ?? '' })
  if (run.data) {
    return (
      <Modal open title={t('import.reportTitle', { set: run.data.set })} footer={<Button type="primary" onClick={onClose} data-testid="import-close">{t('import.close')}</Button>} onCancel={onClose} width={860}>
        <ImportReportView report={run.data} onLeave={onClose} />
      </Modal>
    )
  }
  return (
    <Modal open title={t('rules.import')} okText={t('import.submit')} okButtonProps={{ 'data-testid': 'import-submit' }} onCancel={onClose} onOk={() => form.submit()} confirmLoading={run.isPending} width={600}>
      <div className="stack">
        {run.error && <RuleRefusal error={run.error} />}
        <Form<Fields> form={form} layout="vertical" requiredMark={false} initialValues={{ set: 'SigmaHQ', licence: 'DRL 1.1', enable: false }} onFinish={submit}>
          <Form.Item name="file" label={t('import.file')} extra={t('import.fileHint')} rules={[{ required: true, message: t('import.fileMissing') }]} valuePropName="file" getValueFromEvent={(event: { fileList: { originFileObj?: File }[] }) => event.fileList.at(-1)?.originFileObj}>
            <FileField />
          </Form.Item>
          <div className="form-pair">
            <Form.Item name="set" label={t('rules.set')} extra={t('import.setHint')} rules={[{ required: true, whitespace: true, message: t('form.required') }]}><Input maxLength={100} data-testid="import-set" /></Form.Item>
            <Form.Item name="licence" label={t('rules.licence')}><Input maxLength={200} /></Form.Item>
          </div>
          <Form.Item name="enable" valuePropName="checked" extra={t('import.enableHint')}><Checkbox data-testid="import-enable">{t('import.enable')}</Checkbox></Form.Item>
          <Form.Item name="retireMissing" valuePropName="checked" extra={t('import.retireHint')}><Checkbox data-testid="import-retire">{t('import.retire')}</Checkbox></Form.Item>
          {(enable || retire) && <Form.Item name="reason" label={t('form.reason')} rules={[{ required: true, whitespace: true, message: t('form.required') }]}><Input.TextArea rows={2} maxLength={2000} data-testid="import-reason" /></Form.Item>}
        </Form>
        {run.isPending && <Notice tone="now">{t('import.running')}</Notice>}
      </div>
    </Modal>
  )
}

function FileField({ file, onChange }: { file?: File; onChange?: (event: { fileList: { originFileObj?: File }[] }) => void }) {
  const { t } = useTranslation()
  return (
    <Upload.Dragger accept=".zip,.tar,.tar.gz,.tgz" maxCount={1} showUploadList={false} beforeUpload={() => false} onChange={(event) => onChange?.({ fileList: event.fileList.map(({ originFileObj }) => ({ originFileObj })) })} data-testid="import-file">
      <p className="faint" style={{ fontSize: 24 }}><InboxOutlined /></p>
      {file ? <p className="strong wrap-any">{file.name} · {bytes(file.size)}</p> : <p>{t('import.drop')}</p>}
    </Upload.Dragger>
  )
}
