// How long do signing and checking a token take with the library jose? Prints microseconds of CPU as JSON.
// Takes the file of cases that tokens.py wrote, and the folder that holds node_modules.
import fs from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [cases, folder] = process.argv.slice(2);
const jose = await import(pathToFileURL(createRequire(`${folder}/x.js`).resolve("jose")).href);
const told = {};
for (const { kind, alg, jwk, kid, claims, token } of JSON.parse(fs.readFileSync(cases, "utf8"))) {
  const { d, ...open } = jwk;
  const secret = await jose.importJWK(jwk, alg);
  const key = await jose.importJWK(open, alg);
  const header = { alg, kid, typ: "vc+jwt" };
  const sign = () => new jose.CompactSign(new TextEncoder().encode(JSON.stringify(claims))).setProtectedHeader(header).sign(secret);
  const verify = async () => JSON.parse(new TextDecoder().decode((await jose.compactVerify(token, key)).payload));
  told[kind] = { sign: await best(sign), verify: await best(verify) };
}
console.log(JSON.stringify(told));

async function best(act) {
  let least = Infinity;
  for (let round = 0; round < 4; round++) {
    const begin = process.cpuUsage();
    for (let number = 0; number < 1000; number++) await act();
    const { user, system } = process.cpuUsage(begin);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}
