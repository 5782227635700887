// Does what it is asked so many times, or for so many seconds, and tells the mean CPU time of one: {"act": …, "times": …,
// "atMost": …} on each line of standard input.
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {issue, verifyCredential} from '@digitalbazaar/vc';
import {CompactSign, compactVerify, importJWK} from 'jose';
import jsonld from 'jsonld';
import {readFileSync} from 'node:fs';
import {createInterface} from 'node:readline';
import {documentLoader as find} from './loader.mjs';
import {SUITES, readKey} from './suites.mjs';

const {key: keyFile, jwk, ob3, clr50, signed, token} = JSON.parse(readFileSync('documents.data', 'utf8'));
const key = await readKey(keyFile);
const cryptosuite = SUITES['eddsa-rdfc-2022'];
const checkStatus = async () => ({verified: true});
const privateJwk = await importJWK(jwk, 'EdDSA');
const {d, ...publicPart} = jwk;
const publicJwk = await importJWK(publicPart, 'EdDSA');
const encoder = new TextEncoder();

// What never changes may be kept in its processed form from one document to the next.
const documentLoader = async url => ({...await find(url), tag: url.startsWith('did:') ? undefined : 'static'});

const canonize = document =>
  jsonld.canonize(document, {algorithm: 'RDFC-1.0', format: 'application/n-quads', base: null, safe: true, documentLoader});

const ACTS = {
  'canonicalize ob3': () => canonize(ob3),
  'canonicalize clr50': () => canonize(clr50),
  issue: () => issue({
    credential: ob3,
    suite: new DataIntegrityProof({signer: key.signer(), cryptosuite: cryptosuite.sign()}),
    documentLoader
  }),
  verify: async () => {
    const suite = new DataIntegrityProof({cryptosuite: cryptosuite.verify()});
    const {verified, error} = await verifyCredential({credential: signed, suite, documentLoader, checkStatus});
    if(!verified) {
      throw error;
    }
  },
  // Like ours, from the record and not from its bytes.
  'jose sign': () => new CompactSign(encoder.encode(JSON.stringify(ob3)))
    .setProtectedHeader({alg: 'EdDSA', kid: key.id, typ: 'vc+jwt', cty: 'vc'})
    .sign(privateJwk),
  'jose verify': () => compactVerify(token, publicJwk)
};

const used = start => {
  const {user, system} = process.cpuUsage(start);
  return (user + system) / 1e6;
};

const repeat = async (act, times, atMost) => {
  const start = process.cpuUsage();
  let done = 0;
  while(done < times && used(start) <= atMost) {
    await ACTS[act]();
    done++;
  }
  return used(start) / done;
};

for await (const line of createInterface({input: process.stdin})) {
  const {act, times, atMost} = JSON.parse(line);
  // What another act has pushed out of the caches comes back first, so that each is measured at its best.
  await repeat(act, 20, 1);
  console.log(JSON.stringify({seconds: await repeat(act, times, atMost)}));
}
