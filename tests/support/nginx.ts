import { hasNginx } from "../../scripts/setup/nginx.ts";
import { thisMachine } from "../../scripts/setup/machine.ts";
import { freePort } from "./free_port.ts";
import { pause } from "./server_process.ts";

const SETTINGS = new URL("../../deploy/nginx.conf", import.meta.url).pathname;

/** Why no nginx can be tested here; empty where one can. */
export const NGINX_MISSING = await missing();

/** A running nginx with `deploy/nginx.conf`, on free ports of this machine. */
export interface Nginx {
  readonly http: string;
  readonly https: string;
  /** Of its certificate, which it made itself. */
  readonly certificate: string;
}

/** Runs with an nginx before a server. @param upstream The server's port. @param prefix Empty or `/tessera`. */
export async function withNginx(
  { upstream, prefix }: { upstream: string; prefix: string },
  use: (nginx: Nginx) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.chmod(folder, 0o755); // Root's nginx has workers of another user.
    const certificate = await makeCertificate(folder);
    const [http, https] = [freePort(), freePort()];
    await writeSettings(folder, { upstream, prefix, http, https });
    const args = ["-p", folder, "-c", `${folder}/nginx.conf`, "-e", `${folder}/error.log`];
    const nginx = new Deno.Command("nginx", { args, stderr: "inherit" }).spawn();
    try {
      while (!await listens(https)) await pause(20);
      const host = "127.0.0.1";
      await use({ http: `http://${host}:${http}`, https: `https://${host}:${https}`, certificate });
    } finally {
      nginx.kill("SIGTERM");
      await nginx.status;
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function writeSettings(
  folder: string,
  { upstream, prefix, http, https }: {
    upstream: string;
    prefix: string;
    http: number;
    https: number;
  },
): Promise<void> {
  const changes: [string, string][] = [
    ["server 127.0.0.1:8000;", `server 127.0.0.1:${upstream};`],
    ["listen 80;", `listen 127.0.0.1:${http};`],
    ["listen 443 ", `listen 127.0.0.1:${https} `],
    ["/etc/ssl/certs/example.org.pem", `${folder}/certificate.pem`],
    ["/etc/ssl/private/example.org.key", `${folder}/key.pem`],
    ["location /tessera/ {", `location ${prefix}/ {`],
    ["location = /tessera/metrics {", `location = ${prefix}/metrics {`],
  ];
  let settings = await Deno.readTextFile(SETTINGS);
  for (const [from, to] of changes) {
    if (settings.split(from).length !== 2) throw new Error(`Cannot find "${from}" once`);
    settings = settings.replace(from, to);
  }
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((name) => `${name}_temp_path ${folder}/${name};`).join("\n  ");
  await Deno.writeTextFile(`${folder}/tessera.conf`, settings);
  await Deno.writeTextFile(
    `${folder}/nginx.conf`,
    `daemon off;
pid ${folder}/pid;
events {}
http {
  access_log off;
  ${temporary}
  include ${folder}/tessera.conf;
}
`,
  );
}

/** A certificate for this machine's loopback address. @returns As PEM. */
async function makeCertificate(folder: string): Promise<string> {
  const { success, stderr } = await new Deno.Command("openssl", {
    args: [
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"],
      ...["-subj", "/CN=example.org", "-addext", "subjectAltName=IP:127.0.0.1"],
      ...["-addext", "basicConstraints=critical,CA:FALSE", "-days", "2"],
      ...["-keyout", `${folder}/key.pem`, "-out", `${folder}/certificate.pem`],
    ],
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return await Deno.readTextFile(`${folder}/certificate.pem`);
}

async function listens(port: number): Promise<boolean> {
  return await Deno.connect({ hostname: "127.0.0.1", port })
    .then((connection) => (connection.close(), true), () => false);
}

async function missing(): Promise<string> {
  const machine = thisMachine();
  if (!await hasNginx(machine)) return "no nginx";
  return (await machine.run("openssl", ["version"])).success ? "" : "no openssl";
}
