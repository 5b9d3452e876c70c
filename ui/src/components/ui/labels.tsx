import type { Pap, Tlp } from '@/lib/api-types'

/** Labels in the colours of the Traffic Light Protocol 2.0 (FIRST): coloured words on black. */
export function TlpPill({ tlp }: { tlp: Tlp }) {
  return <span className="mark" data-level={tlp === 'AMBER_STRICT' ? 'AMBER' : tlp}>{`TLP:${tlp === 'AMBER_STRICT' ? 'AMBER+STRICT' : tlp}`}</span>
}

export function PapPill({ pap }: { pap: Pap }) {
  return <span className="mark" data-level={pap}>{`PAP:${pap}`}</span>
}
