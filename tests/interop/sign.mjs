// Signs claims with the other maker's libraries and prints the record: node sign.mjs SUITE KEY.json CLAIMS.json
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {issue} from '@digitalbazaar/vc';
import {readFileSync} from 'node:fs';
import {documentLoader} from './loader.mjs';
import {SUITES, readKey} from './suites.mjs';

const [name, keyFile, claimsFile] = process.argv.slice(2);
const key = await readKey(JSON.parse(readFileSync(keyFile, 'utf8')));
const claims = JSON.parse(readFileSync(claimsFile, 'utf8'));
const credential = {...claims, issuer: {...claims.issuer, id: key.controller}};
const suite = new DataIntegrityProof({signer: key.signer(), cryptosuite: SUITES[name].sign()});
console.log(JSON.stringify(await issue({credential, suite, documentLoader})));
