import { assertEquals } from "@std/assert";
import {
  backportsSource,
  hasSuite,
  parseListFile,
  parseSourcesFile,
} from "../../../scripts/setup/apt_sources.ts";

const SOURCES_FILE = `# made by the installer
Types: deb deb-src
# a snapshot
URIs: http://mirror.example/debian http://second.example/debian
Suites: bookworm bookworm-updates
Components: main contrib
Signed-By: /usr/share/keyrings/debian.gpg

Types: deb
URIs: http://security.example/debian-security
Suites: bookworm-security
Components: main

Enabled: no
Types: deb
URIs: http://off.example/debian
Suites: bookworm
Components: main

Types: deb-src
URIs: http://source.example/debian
Suites: bookworm
Components: main
`;

const LIST_FILE = `# deb http://commented.example/debian bookworm main
deb cdrom:[Debian 12]/ bookworm main
deb-src http://mirror.example/debian bookworm main
deb [arch=amd64,arm64 signed-by=/keys/debian.gpg] http://mirror.example/debian bookworm main contrib # own
deb http://mirror.example/debian bookworm-updates main
`;

const EMBEDDED_KEY = `Types: deb
URIs: https://mirror.example/debian
Suites: bookworm
Components: main
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 mDMEYCQjIxYJKwYBBAHaRw8BAQdAD/P5Nvvnvk66SxBBHDbhRml9ORg1WV5CvzKY
 -----END PGP PUBLIC KEY BLOCK-----
`;

Deno.test("parseSourcesFile() reads enabled binary sources only", () => {
  const sources = parseSourcesFile(SOURCES_FILE);
  assertEquals(sources.map(({ suites }) => suites), [
    ["bookworm", "bookworm-updates"],
    ["bookworm-security"],
  ]);
  assertEquals(sources[0].uris.length, 2);
  assertEquals(sources[0].kept, { "Signed-By": "/usr/share/keyrings/debian.gpg" });
});

Deno.test("parseSourcesFile() finds nothing in blank lines and comments", () => {
  assertEquals(parseSourcesFile(""), []);
  assertEquals(parseSourcesFile("\n\n \n# nothing\n"), []);
});

Deno.test("parseListFile() reads lines with and without options", () => {
  assertEquals(parseListFile(LIST_FILE).map(({ suites, kept }) => [suites[0], kept]), [
    ["bookworm", { "Signed-By": "/keys/debian.gpg", Architectures: "amd64 arm64" }],
    ["bookworm-updates", {}],
  ]);
});

Deno.test("backportsSource() keeps place and key of the machine's own .sources file", () => {
  assertEquals(
    backportsSource(parseSourcesFile(SOURCES_FILE), "bookworm"),
    `Types: deb
URIs: http://mirror.example/debian http://second.example/debian
Suites: bookworm-backports
Components: main
Signed-By: /usr/share/keyrings/debian.gpg
`,
  );
});

Deno.test("backportsSource() keeps place and key of the machine's own .list file", () => {
  assertEquals(
    backportsSource(parseListFile(LIST_FILE), "bookworm"),
    `Types: deb
URIs: http://mirror.example/debian
Suites: bookworm-backports
Components: main
Signed-By: /keys/debian.gpg
Architectures: amd64 arm64
`,
  );
});

Deno.test("backportsSource() keeps a key that is written into the file", () => {
  const own = parseSourcesFile(EMBEDDED_KEY);
  const [made] = parseSourcesFile(backportsSource(own, "bookworm")!);
  assertEquals(made, { ...own[0], suites: ["bookworm-backports"] });
});

Deno.test("backportsSource() has no answer without a source of the release on the network", () => {
  assertEquals(
    backportsSource(parseListFile("deb cdrom:[Debian 12]/ bookworm main"), "bookworm"),
    undefined,
  );
  assertEquals(backportsSource(parseSourcesFile(SOURCES_FILE), "trixie"), undefined);
});

Deno.test("hasSuite() finds a suite in any source", () => {
  assertEquals(hasSuite(parseSourcesFile(SOURCES_FILE), "bookworm-security"), true);
  assertEquals(hasSuite(parseSourcesFile(SOURCES_FILE), "bookworm-backports"), false);
});
