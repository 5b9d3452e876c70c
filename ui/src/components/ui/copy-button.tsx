import { CheckOutlined, CopyOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

export function CopyButton({ text, label }: { text: string; label?: string }) {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard?.writeText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), 1500)
  }
  return <Button type="text" size="small" icon={copied ? <CheckOutlined /> : <CopyOutlined />} aria-label={label ?? t('action.copy')} title={label ?? t('action.copy')} onClick={() => void copy()} />
}

/** A SHA-256 shown short, whole under the pointer and on the clipboard. */
export function Digest({ value }: { value: string }) {
  return (
    <span className="row nowrap" style={{ gap: 2 }}>
      <code className="mono" title={value}>{`${value.slice(0, 10)}…${value.slice(-6)}`}</code>
      <CopyButton text={value} />
    </span>
  )
}
