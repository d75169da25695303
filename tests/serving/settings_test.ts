import { assertEquals, assertThrows } from "@std/assert";
import { workerSettings } from "../../serving/cloudflare/worker_settings.ts";
import {
  readSettings,
  SETTING_NAMES,
  type Settings,
  SettingsError,
} from "../../serving/settings.ts";
import { settingText } from "../../serving/settings_schema.ts";

const UNSET: Settings = {
  PORT: 8000,
  HOST: "127.0.0.1",
  MODELS: undefined,
  DEFAULT_MODEL: undefined,
  BASE_PATH: "",
  LOG_LEVEL: "info",
  API_KEYS: undefined,
  ANONYMOUS: "allow",
  METRICS: "public",
  TRUSTED_PROXIES: 0,
  RATE_LIMIT: null,
  DRAIN_SECONDS: 0,
  GRACE_SECONDS: 10,
  WATCH_MODELS: null,
};

Deno.test("readSettings() gives the defaults, ignores other variables and empty ones", () => {
  assertEquals(readSettings({}), UNSET);
  assertEquals(readSettings({ PATH: "/bin", ASSETS: {}, PORT: "", HOST: undefined }), UNSET);
});

Deno.test("readSettings() reads each setting", () => {
  const read = (env: Record<string, unknown>, flags = {}) => {
    return Object.fromEntries(
      Object.entries(readSettings(env, flags)).filter(([name]) => name in env || name in flags),
    );
  };
  assertEquals(read({ PORT: "0", HOST: "::" }), { PORT: 0, HOST: "::" });
  assertEquals(read({ PORT: 80 }), { PORT: 80 });
  assertEquals(read({ PORT: "80" }, { PORT: "81" }), { PORT: 81 });
  assertEquals(read({ BASE_PATH: "/a/b.c" }), { BASE_PATH: "/a/b.c" });
  assertEquals(read({ METRICS: "9090" }), { METRICS: { host: "127.0.0.1", port: 9090 } });
  assertEquals(read({ METRICS: "[::1]:1" }), { METRICS: { host: "::1", port: 1 } });
  assertEquals(read({ METRICS: "off", LOG_LEVEL: "warn" }), { METRICS: "off", LOG_LEVEL: "warn" });
  assertEquals(read({ RATE_LIMIT: "100/10" }), { RATE_LIMIT: { requests: 100, seconds: 10 } });
  assertEquals(read({ DRAIN_SECONDS: "0.5", GRACE_SECONDS: "300" }), {
    DRAIN_SECONDS: 0.5,
    GRACE_SECONDS: 300,
  });
  assertEquals(read({ WATCH_MODELS: "2" }), { WATCH_MODELS: 2 });
});

Deno.test("readSettings() reads keys with names and limits; with keys, others are refused by default", () => {
  const { API_KEYS, ANONYMOUS } = readSettings({ API_KEYS: "ann:k1, k-2@5/60,bob:k3==@10/1" });
  assertEquals(API_KEYS, [
    { name: "ann", key: "k1", rate: undefined },
    { name: "key2", key: "k-2", rate: { requests: 5, seconds: 60 } },
    { name: "bob", key: "k3==", rate: { requests: 10, seconds: 1 } },
  ]);
  assertEquals(ANONYMOUS, "refuse");
  assertEquals(readSettings({ API_KEYS: "k", ANONYMOUS: "allow" }).ANONYMOUS, "allow");
});

Deno.test("readSettings() refuses a wrong value naming variable, rule and value", () => {
  const wrong: Record<string, readonly unknown[]> = {
    PORT: ["-1", "65536", "80x", " 80", "1e3", "8.0", {}, true],
    HOST: ["[::1]", "a b", "http://a", "a/b"],
    MODELS: ["a".repeat(4097)],
    DEFAULT_MODEL: ["No Such"],
    BASE_PATH: ["/", "a", "/a/", "//a", "/a//b", "/..", "/a/./b", "/a?b", "/é"],
    LOG_LEVEL: ["debug", "INFO"],
    ANONYMOUS: ["yes"],
    METRICS: ["private", "localhost", "1:2:3", "65536", ":1", "h:"],
    TRUSTED_PROXIES: ["9", "-1", "1.5"],
    RATE_LIMIT: ["0/1", "1/0", "1", "1000001/1", "1/86401", "on"],
    DRAIN_SECONDS: ["61", "x", "-1"],
    GRACE_SECONDS: ["301", "1e2"],
    WATCH_MODELS: ["0", "3601", "on"],
  };
  assertEquals(
    SETTING_NAMES.filter((name) => !(name in wrong)),
    ["API_KEYS"],
  );
  for (const [name, values] of Object.entries(wrong)) {
    for (const value of values) {
      const error = assertThrows(() => readSettings({ [name]: value }), SettingsError);
      const { rule } = settingText(error.setting);
      assertEquals(
        error.message,
        `Cannot use ${name}: expected ${rule}, got ${JSON.stringify(String(value).slice(0, 200))}`,
      );
    }
  }
});

Deno.test("readSettings() names the flag where the wrong value came from one", () => {
  assertThrows(
    () => readSettings({ TRUSTED_PROXIES: "1" }, { TRUSTED_PROXIES: "x" }),
    SettingsError,
    'Cannot use --trusted-proxies: expected a whole number from 0 to 8, got "x"',
  );
});

Deno.test("readSettings() shows no key in a refusal", () => {
  for (const keys of ["secret key", "a:secret,a:other", "secret,secret", "secret@1", "secret,"]) {
    const { message } = assertThrows(() => readSettings({ API_KEYS: keys }), SettingsError);
    assertEquals(message.includes("secret"), false, message);
  }
});

Deno.test("workerSettings() refuses an address for metrics", () => {
  assertEquals(workerSettings({ METRICS: "off" }).METRICS, "off");
  assertThrows(
    () => workerSettings({ METRICS: "9090" }),
    SettingsError,
    'Cannot use METRICS: expected public or off on Workers, got "9090"',
  );
});
