// Canonicalizes documents (a JSON array in a file) as the other maker's suites do, one line of JSON for each.
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {readFileSync} from 'node:fs';
import {documentLoader} from './loader.mjs';

for(const document of JSON.parse(readFileSync(process.argv[2], 'utf8'))) {
  try {
    console.log(JSON.stringify({nquads: await cryptosuite.canonize(document, {documentLoader})}));
  } catch(error) {
    console.log(JSON.stringify({error: error.message, details: error.details ?? null}));
  }
}
