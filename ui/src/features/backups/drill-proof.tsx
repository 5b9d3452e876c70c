import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Digest } from '@/components/ui/copy-button'
import { Notice } from '@/components/ui/notice'
import { Facts, Section } from '@/components/ui/page'
import { Pill } from '@/components/ui/pill'
import { QueryView } from '@/components/ui/query-view'
import { Moment } from '@/components/ui/time'
import type { DrillControl, DrillDetail, DrillTarget, RegisterCounts, Tally } from '@/lib/api-types'
import { bytes, number } from '@/lib/format'
import { drillQuery } from './api/get-drills'

/** Everything a drill proved, and every file and signature that is not as it should be. */
export function DrillProof({ id }: { id: string }) {
  const detail = useQuery(drillQuery(id))
  return <QueryView query={detail} rows={6}>{(drill) => <Proof detail={drill} />}</QueryView>
}

function Proof({ detail }: { detail: DrillDetail }) {
  const { t } = useTranslation()
  const { drill } = detail
  return (
    <div className="stack" data-testid={`drill-files-${drill.id}`}>
      {detail.reasons.length > 0 ? <Notice tone="bad">{detail.reasons.slice(0, 10).map((reason) => <div key={reason} className="wrap-any">{reason}</div>)}</Notice> : <Notice tone="ok">{t('drill.allBack', { count: drill.files })}</Notice>}
      {detail.publishedAt && <Sample detail={detail} />}
      {detail.targets.length > 0 && <Targets targets={detail.targets} />}
      {detail.controls.length > 0 && <Controls controls={detail.controls} />}
      <Signatures detail={detail} />
      {detail.databases.length > 0 && (
        <Section title={t('drill.databases')}>
          {detail.databases.map((one) => <div key={one.dump} className="wrap-any"><code className="mono">{one.dump}</code> · {one.tables === 0 && one.register?.restored === null ? t('drill.countedOnly') : t('drill.rows', { tables: number(one.tables), rows: number(one.rows) })} {one.problems.map((problem) => <div key={problem} className="tone-bad">{problem}</div>)}{one.register && <Register register={one.register} />}</div>)}
        </Section>
      )}
      <FileList title={t('drill.differing')} files={drill.differing} />
      <FileList title={t('drill.missing')} files={drill.missing} />
      <FileList title={t('drill.unexpected')} files={detail.unexpected} />
    </div>
  )
}

function Register({ register }: { register: RegisterCounts }) {
  const { t } = useTranslation()
  const count = (dossiers: number | null) => (dossiers === null ? '–' : number(dossiers))
  return (
    <div data-testid="drill-register">
      {t('drill.register', { backedUp: count(register.backedUp), restored: count(register.restored), live: count(register.live) })}
      {register.liveUnknown && <div className="faint">{t('drill.liveUnknown')}: {register.liveUnknown}</div>}
      {register.warnings.map((warning) => <div key={warning} className="tone-warn">{warning}</div>)}
    </div>
  )
}

function Sample({ detail }: { detail: DrillDetail }) {
  const { t } = useTranslation()
  return (
    <Section title={t('drill.sample')}>
      <Facts
        items={[
          [t('drill.extent'), t(detail.drill.whole ? 'drill.whole' : 'drill.stratified', { units: number(detail.units), of: number(detail.ofUnits), strata: number(detail.strata.length) })],
          [t('drill.includes'), detail.includes.length > 0 ? <span key="i" className="wrap-any">{t('drill.only')} <code className="mono">{detail.includes.join('; ')}</code></span> : t('drill.everything')],
          [t('drill.published'), <span key="p"><Moment at={detail.publishedAt} /> · {t('drill.number', { number: detail.drill.number })}</span>],
          [t('drill.seed'), <code key="s" className="mono">{detail.seed}</code>],
          [t('drill.sampleDigest'), <Digest key="d" value={detail.sampleDigest} />],
          [t('drill.planDigest'), <Digest key="g" value={detail.planDigest} />],
          [t('drill.newest'), detail.newestTransaction && <span key="n"><Moment at={detail.newestTransaction} /> <span className="faint">({detail.transactionSource})</span></span>],
          [t('drill.pauses'), detail.pauses > 0 ? t('drill.paused', { count: detail.pauses }) : t('drill.noPauses')],
        ]}
      />
    </Section>
  )
}

/** Milliseconds for people: small samples take parts of a second. */
function took(millis: number | null): string {
  if (millis === null) return '–'
  if (millis < 60_000) return `${(millis / 1000).toLocaleString('vi', { maximumFractionDigits: 1 })} s`
  return `${Math.floor(millis / 60_000)} ph ${Math.round((millis % 60_000) / 1000)} s`
}

function Targets({ targets }: { targets: DrillTarget[] }) {
  const { t } = useTranslation()
  return (
    <Section title={t('drill.targets')}>
      <table className="fields" data-testid="drill-targets">
        <thead><tr>{(['place', 'files', 'first', 'most', 'all', 'wholeTime', 'restic'] as const).map((key) => <th key={key} scope="col">{t(`drill.${key}`)}</th>)}</tr></thead>
        <tbody>
          {targets.map((target) => (
            <tr key={target.number}>
              <th scope="row" className="wrap-any"><code className="mono">{target.location}</code>{target.problems.map((problem) => <div key={problem} className="tone-bad">{problem}</div>)}</th>
              <td className="num">{number(target.files)} · {bytes(target.bytes)}</td>
              <td className="num">{took(target.measures.first)}</td>
              <td className="num">{took(target.measures.most)}</td>
              <td className="num">{took(target.measures.all)}</td>
              <td className="num">{took(target.measures.whole)}</td>
              <td><Restic target={target} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  )
}

function Restic({ target }: { target: DrillTarget }) {
  const { t } = useTranslation()
  if (target.resticVerdict === 'SKIPPED') return <span className="faint">{t('drill.resticSkipped')}: {target.resticWhy}</span>
  return target.resticVerdict === 'PASSED' ? <span><Pill tone="ok">{t('drill.resticSame')}</Pill> {t('drill.resticFiles', { count: target.resticFiles })}, {took(target.resticMillis)}</span> : <span className="tone-bad wrap-any">{target.resticWhy}</span>
}

function Controls({ controls }: { controls: DrillControl[] }) {
  const { t } = useTranslation()
  const tone = { CAUGHT: 'ok', MISSED: 'bad', NOT_APPLICABLE: 'plain' } as const
  return (
    <Section title={t('drill.controls')}>
      <ul className="bullets" data-testid="drill-controls">
        {controls.map((control) => <li key={control.kind} className="wrap-any"><Pill tone={tone[control.caught]}>{t(`drill.control.${control.caught}`)}</Pill> <b>{control.name}</b> <span className="faint">{control.how}</span></li>)}
      </ul>
    </Section>
  )
}

function Signatures({ detail }: { detail: DrillDetail }) {
  const { t } = useTranslation()
  if (!detail.signaturesChecked) return detail.signaturesWhy ? <Section title={t('drill.signatures')}><p className="tone-warn">{t('drill.signaturesNot')}: {detail.signaturesWhy}</p></Section> : null
  return (
    <Section title={t('drill.signatures')}>
      <p>{t('drill.signed', { valid: number(detail.signaturesValid), invalid: number(detail.signaturesInvalid), undecidable: number(detail.signaturesUndecidable), expected: number(detail.signaturesExpected) })}</p>
      <Tallies rows={detail.byFamily} label={t('drill.family')} />
      <Tallies rows={detail.bySigner} label={t('drill.signer')} />
      <FileList title={t('drill.signatureProblems')} files={detail.signatureProblems} />
    </Section>
  )
}

function Tallies({ rows, label }: { rows: Record<string, Tally>; label: string }) {
  const { t } = useTranslation()
  return (
    <table className="fields">
      <thead><tr><th scope="col">{label}</th><th scope="col">{t('drill.valid')}</th><th scope="col">{t('drill.invalid')}</th><th scope="col">{t('drill.undecidable')}</th></tr></thead>
      <tbody>{Object.entries(rows).map(([name, tally]) => <tr key={name}><th scope="row">{name}</th><td className="num">{number(tally.valid)}</td><td className={tally.invalid > 0 ? 'num tone-bad' : 'num'}>{number(tally.invalid)}</td><td className="num">{number(tally.undecidable)}</td></tr>)}</tbody>
    </table>
  )
}

function FileList({ title, files }: { title: string; files: string[] }) {
  if (files.length === 0) return null
  return (
    <div>
      <b className="tone-bad">{title} ({files.length})</b>
      <ul className="bullets mono wrap-any">{files.slice(0, 200).map((file) => <li key={file}>{file}</li>)}</ul>
    </div>
  )
}
