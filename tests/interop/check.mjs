// Judges records with the other maker's libraries, one line of JSON for each: node check.mjs RECORD.json...
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {verifyCredential} from '@digitalbazaar/vc';
import {readFileSync} from 'node:fs';
import {documentLoader} from './loader.mjs';
import {SUITES} from './suites.mjs';

const reasons = error => error ? [error.message, ...(error.errors ?? []).flatMap(reasons)] : [];

for(const file of process.argv.slice(2)) {
  const credential = JSON.parse(readFileSync(file, 'utf8'));
  // Proofs of other types match no suite, and are refused by that.
  const suite = Object.values(SUITES).map(({verify}) => new DataIntegrityProof({cryptosuite: verify()}));
  const {verified, error} = await verifyCredential({credential, suite, documentLoader});
  console.log(JSON.stringify({verified, reasons: reasons(error)}));
}
