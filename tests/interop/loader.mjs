// What a name stands for, told to another maker's libraries: our bundled contexts and did:key documents, nothing else.
import {readFileSync} from 'node:fs';

const CONTEXTS = JSON.parse(readFileSync('contexts.json', 'utf8'));

// Written from the did:key method's text, not by the program under test.
const didDocument = did => {
  const publicKeyMultibase = did.slice('did:key:'.length);
  const id = `${did}#${publicKeyMultibase}`;
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: did,
    verificationMethod: [{id, type: 'Multikey', controller: did, publicKeyMultibase}],
    assertionMethod: [id]
  };
};

const find = url => {
  if(Object.hasOwn(CONTEXTS, url)) {
    return CONTEXTS[url];
  }
  const [did, fragment] = url.split('#');
  if(!did.startsWith('did:key:')) {
    throw new Error(`${url} is not known`);
  }
  const document = didDocument(did);
  if(fragment === undefined) {
    return document;
  }
  const [method] = document.verificationMethod;
  if(method.id !== url) {
    throw new Error(`${url} names no key of ${did}`);
  }
  return {'@context': 'https://w3id.org/security/multikey/v1', ...method};
};

export const documentLoader = async url => ({contextUrl: null, documentUrl: url, document: find(url)});
