// Reads the whole list of parts of npm (CycloneDX) and leaves out what only builds and tests the screens. `npm sbom --omit dev` also
// loses packages that are peers of such tools, react among them (npm 11).
import { readFileSync } from 'node:fs';

const list = JSON.parse(readFileSync(0, 'utf8'));
const { packages } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const shipped = new Set(
  Object.entries(packages)
    .filter(([path, entry]) => path && !entry.dev && !entry.devOptional)
    .map(([path, entry]) => `${path.slice(path.lastIndexOf('node_modules/') + 13)}@${entry.version}`),
);
list.components = list.components.filter((part) => shipped.has(`${part.name}@${part.version}`));
const refs = new Set([list.metadata.component['bom-ref'], ...list.components.map((part) => part['bom-ref'])]);
list.dependencies = list.dependencies
  .filter((edge) => refs.has(edge.ref))
  .map((edge) => ({ ...edge, dependsOn: edge.dependsOn.filter((ref) => refs.has(ref)) }));
process.stdout.write(`${JSON.stringify(list, null, 1)}\n`);
