// How does the wallet become the one file that pages load? Bundled, not minified: what runs can be read.
// Writes the bundle and a manifest with the SHA-256 of every source and built file; `make test` holds both to it.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const out = process.argv[2] ?? join(root, "src/openler/platform/holding/static/holding");

await build({
  absWorkingDir: here,
  entryPoints: ["src/wallet.ts"],
  outfile: join(out, "wallet.js"),
  bundle: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
});

const digest = (path) => createHash("sha256").update(readFileSync(path)).digest("hex");
const sources = ["build.mjs", "package.json", "package-lock.json", "tsconfig.json"]
  .concat(readdirSync(join(here, "src")).map((name) => `src/${name}`))
  .sort();
if (process.argv[2] === undefined) {
  const manifest = {
    sources: Object.fromEntries(sources.map((name) => [name, digest(join(here, name))])),
    built: Object.fromEntries(["wallet.js"].map((name) => [relative(root, join(out, name)), digest(join(out, name))])),
  };
  writeFileSync(join(here, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}
