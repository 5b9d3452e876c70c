import type { TableName } from '@/lib/api-types'

/** The word of a table in the texts; a dot would divide it there. */
const WORDS = {
  'units.csv': 'units_csv', 'systems.yml': 'systems_yml', 'calendar.yml': 'calendar_yml', 'officials.csv': 'officials_csv', 'certificates.csv': 'certificates_csv', 'grants.csv': 'grants_csv',
  'lookups.csv': 'lookups_csv', 'assets.csv': 'assets_csv', 'procedures.csv': 'procedures_csv', 'watchlist.csv': 'watchlist_csv', 'geoip.mmdb': 'geoip_mmdb', 'geoip-asn.mmdb': 'geoip-asn_mmdb',
} as const satisfies Record<TableName, string>

export const nameKey = (table: TableName) => `tables.name.${WORDS[table]}` as const
export const aboutKey = (table: TableName) => `tables.about.${WORDS[table]}` as const
