// Makes a key with the other maker's library and prints it: node key.mjs Ed25519|P-256|P-384
import {makeKey} from './suites.mjs';

const key = await makeKey(process.argv[2]);
key.controller = `did:key:${(await key.export({publicKey: true})).publicKeyMultibase}`;
key.id = `${key.controller}#${key.controller.slice('did:key:'.length)}`;
console.log(JSON.stringify(await key.export({publicKey: true, secretKey: true})));
