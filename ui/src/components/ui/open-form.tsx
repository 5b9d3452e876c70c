import { FileTextOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useOpenForm } from '@/lib/forms'

/** Leads to the form that answers a duty: the one somebody writes already, or a new one. */
export function OpenForm({ subject, form, clockId, asLink = false }: { subject: string; form: string; clockId: string; asLink?: boolean }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const open = useOpenForm()
  const go = () => open.mutate({ subject, form }, { onSuccess: (id) => void navigate({ to: '/forms/$id', params: { id } }), onError: (problem) => void message.error(problem.message) })
  const testId = `clock-form-${clockId}`
  return asLink
    ? <button type="button" className="link-button" disabled={open.isPending} onClick={go} data-testid={testId}>{t('legalForm.write')}</button>
    : <Button size="small" icon={<FileTextOutlined />} loading={open.isPending} onClick={(event) => { event.stopPropagation(); go() }} onKeyDown={(event) => event.stopPropagation()} data-testid={testId}>{t('legalForm.write')}</Button>
}
