// Signs and judges presentations, records of version 1.1 and sets of proofs with the other maker's libraries, one line of
// JSON for each task: node present.mjs TASKS.json
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import * as vc from '@digitalbazaar/vc';
import {readFileSync} from 'node:fs';
import {documentLoader as loader} from './loader.mjs';
import {SUITES, readKey} from './suites.mjs';

// A presentation is signed for authentication, which the documents of the other loader do not offer.
const documentLoader = async url => {
  const found = await loader(url);
  const {document} = found;
  if(url.startsWith('did:key:') && !url.includes('#')) {
    return {...found, document: {...document, authentication: document.assertionMethod}};
  }
  return found;
};

const reasons = error => error ? [error.message, ...(error.errors ?? []).flatMap(reasons)] : [];
const suites = () => Object.values(SUITES).map(({verify}) => new DataIntegrityProof({cryptosuite: verify()}));
const signer = async (name, key) =>
  new DataIntegrityProof({signer: (await readKey(key)).signer(), cryptosuite: SUITES[name].sign()});

const tasks = {
  async issue({suite, key, claims}) {
    return {record: await vc.issue({credential: claims, suite: await signer(suite, key), documentLoader})};
  },
  async present({suite, key, records, challenge, domain, version}) {
    const presentation = vc.createPresentation({verifiableCredential: records, holder: key.controller, version});
    const signed = {presentation, suite: await signer(suite, key), challenge, domain, documentLoader};
    return {presentation: await vc.signPresentation(signed)};
  },
  async check({record}) {
    const {verified, error} = await vc.verifyCredential({credential: record, suite: suites(), documentLoader});
    return {verified, reasons: reasons(error)};
  },
  async judge({presentation, challenge, domain}) {
    const {verified, error, credentialResults = []} =
      await vc.verify({presentation, challenge, domain, suite: suites(), documentLoader});
    const told = [error, ...credentialResults.map(result => result.error)];
    return {verified, reasons: told.flatMap(reasons)};
  }
};

for(const {task, ...given} of JSON.parse(readFileSync(process.argv[2], 'utf8'))) {
  let answer;
  try {
    answer = await tasks[task](given);
  } catch(error) {
    answer = {verified: false, reasons: [error.message]};
  }
  console.log(JSON.stringify(answer));
}
