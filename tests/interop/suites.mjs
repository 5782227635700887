// The other maker's suites and keys by the names that the standards give them.
import * as ecdsaJcs2019 from '@digitalbazaar/ecdsa-jcs-2019-cryptosuite';
import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as eddsaJcs2022 from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import {cryptosuite as ecdsaRdfc2019} from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite';
import {cryptosuite as eddsaRdfc2022} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';

const both = cryptosuite => ({sign: () => cryptosuite, verify: () => cryptosuite});
const each = library => ({sign: library.createSignCryptosuite, verify: library.createVerifyCryptosuite});

export const SUITES = {
  'eddsa-rdfc-2022': both(eddsaRdfc2022),
  'eddsa-jcs-2022': each(eddsaJcs2022),
  'ecdsa-rdfc-2019': both(ecdsaRdfc2019),
  'ecdsa-jcs-2019': each(ecdsaJcs2019)
};

export const makeKey = kind =>
  kind === 'Ed25519' ? Ed25519Multikey.generate() : EcdsaMultikey.generate({curve: kind});

export const readKey = key =>
  key.publicKeyMultibase.startsWith('z6Mk') ? Ed25519Multikey.from(key) : EcdsaMultikey.from(key);
