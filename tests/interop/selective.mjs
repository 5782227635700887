// Signs, derives, confirms and checks records that can be shown in part with the other maker's library, one line of JSON
// for each task: node selective.mjs TASKS.json
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey';
import * as ecdsaSd2023 from '@digitalbazaar/ecdsa-sd-2023-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import {readFileSync} from 'node:fs';
import {documentLoader} from './loader.mjs';

const reasons = error => error ? [error.message, ...(error.errors ?? []).flatMap(reasons)] : [];
const suiteOf = (cryptosuite, signer) => new DataIntegrityProof({cryptosuite, signer});

const tasks = {
  async sign({key, claims, mandatory}) {
    const pair = await EcdsaMultikey.from(key);
    const credential = {...claims, issuer: {...claims.issuer, id: pair.controller}};
    const suite = suiteOf(ecdsaSd2023.createSignCryptosuite({mandatoryPointers: mandatory}), pair.signer());
    return {record: await vc.issue({credential, suite, documentLoader})};
  },
  async derive({record, selective}) {
    const suite = suiteOf(ecdsaSd2023.createDiscloseCryptosuite({selectivePointers: selective}));
    return {record: await vc.derive({verifiableCredential: record, suite, documentLoader})};
  },
  async check({record}) {
    const suite = suiteOf(ecdsaSd2023.createVerifyCryptosuite());
    const {verified, error} = await vc.verifyCredential({credential: record, suite, documentLoader});
    return {verified, reasons: reasons(error)};
  },
  // Their own addition: the holder checks what the issuer gave.
  async confirm({record}) {
    const suite = suiteOf(ecdsaSd2023.createConfirmCryptosuite());
    const {verified, error} = await vc.verifyCredential({credential: record, suite, documentLoader});
    return {verified, reasons: reasons(error)};
  }
};

for(const {task, ...given} of JSON.parse(readFileSync(process.argv[2], 'utf8'))) {
  let answer;
  try {
    answer = await tasks[task](given);
  } catch(error) {
    answer = {error: error.message};
  }
  console.log(JSON.stringify(answer));
}
