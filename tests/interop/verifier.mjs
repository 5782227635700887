// Judges records with the verifier of the Digital Credentials Consortium, one line of JSON for each:
// node verifier.mjs DOCUMENTS.json RECORD.json...
// Whatever it fetches comes from the first file, content by address; nothing else is known, and no connection is opened.
import {readFileSync} from 'node:fs';

const [documents, ...records] = process.argv.slice(2);
const known = JSON.parse(readFileSync(documents, 'utf8'));
globalThis.fetch = async asked => {
  const url = typeof asked === 'string' ? asked : asked.url;
  if(!Object.hasOwn(known, url)) {
    return new Response('', {status: 404});
  }
  return new Response(known[url], {headers: {'Content-Type': 'application/json'}});
};
// Its words about the network go to the other stream, so that lines of JSON stand alone.
console.log = console.error;
const {verifyCredential} = await import('@digitalcredentials/verifier-core');

const knownDIDRegistries = [{name: 'Registry of the test', type: 'dcc-legacy', url: 'https://registry.example/list.json'}];
for(const file of records) {
  const credential = JSON.parse(readFileSync(file, 'utf8'));
  const {log = [], errors = [], additionalInformation = []} = await verifyCredential({credential, knownDIDRegistries});
  const [schema] = additionalInformation.flatMap(({results}) => results);
  const steps = Object.fromEntries(log.map(({id, valid, error}) => [id, error?.name ?? valid]));
  const told = schema?.result.errors ?? [];
  const answer = {
    steps,
    errors: errors.map(({name}) => name),
    schema: {valid: schema?.result.valid, places: told.map(({instancePath}) => instancePath)}
  };
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
