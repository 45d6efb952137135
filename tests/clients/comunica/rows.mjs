// Asks one SPARQL endpoint many SELECT queries with Comunica. Arguments: ENDPOINT MANIFEST; each
// line of the manifest is QUERY.rq TAB OUT, which gets SPARQL results JSON. Run in the folder
// that holds node_modules.
import { createRequire } from 'node:module';
import { createWriteStream, readFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';

const { QueryEngine } = createRequire(process.cwd() + '/')('@comunica/query-sparql');
const [endpoint, manifest] = process.argv.slice(2);
const engine = new QueryEngine();
for (const line of readFileSync(manifest, 'utf8').trim().split('\n')) {
  const [query, out] = line.split('\t');
  const result = await engine.query(readFileSync(query, 'utf8'), {
    sources: [{ type: 'sparql', value: endpoint }],
  });
  const { data } = await engine.resultToString(result, 'application/sparql-results+json');
  await pipeline(data, createWriteStream(out));
}
