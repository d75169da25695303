// Looks codes up in a codebook over HTTP: `deno run --allow-net examples/codebook.js`, or `node …`.
import process from "node:process";

const [server = "http://127.0.0.1:8000", id = "mnist", codes = "0,5"] = process.argv.slice(2);
const { version } = await (await fetch(`${server}/models/${id}`)).json();
// An address that names the version never changes what it answers: caches keep it for good.
const reply = await fetch(`${server}/models/${id}/codebook.json?version=${version}`);
const { size, dim, vectors } = await reply.json();
console.log(`${size} entries of width ${dim}`);
for (const code of codes.split(",")) console.log(code, vectors[code].join(" "));
