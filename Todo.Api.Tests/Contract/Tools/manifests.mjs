// Reads Kubernetes manifests: writes them as constants of their types to manifests.ts, for the compiler, and as JSON to the console.
import { readFileSync, writeFileSync } from "node:fs";
import { parseAllDocuments } from "yaml";

const homes = { v1: "core/v1", "apps/v1": "apps/v1", "batch/v1": "batch/v1", "policy/v1": "policy/v1", "autoscaling/v2": "autoscaling/v2" };
const manifests = process.argv.slice(2).flatMap(file => parseAllDocuments(readFileSync(file, "utf8")).map(document => {
  if (document.errors.length > 0) throw document.errors[0];
  return document.toJS();
}));

writeFileSync("manifests.ts", manifests.map((manifest, i) =>
  `export const manifest${i}: import("kubernetes-types/${homes[manifest.apiVersion]}").${manifest.kind} = ${JSON.stringify(manifest, null, 2)};\n`).join("\n"));
console.log(JSON.stringify(manifests));
