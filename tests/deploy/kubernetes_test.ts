import { assert, assertEquals } from "@std/assert";
import { parseAll } from "../../vendor/yaml/yaml.ts";
import { environmentOf, readDockerfile } from "../support/dockerfile.ts";

const FOLDER = new URL("../../deploy/", import.meta.url);
const [deployment, service, budget] = parseAll(
  await Deno.readTextFile(new URL("kubernetes.yaml", FOLDER)),
);
const image = readDockerfile(await Deno.readTextFile(new URL("Dockerfile", FOLDER))).at(-1)!;
const { spec } = deployment.spec.template;
const [container] = spec.containers;

Deno.test("deploy/kubernetes.yaml has the image's user and port, and no right it does not need", () => {
  const [uid, gid] = image.find(({ name }) => name === "USER")!.text.split(":").map(Number);
  const { runAsUser, runAsGroup, runAsNonRoot } = spec.securityContext;
  assertEquals([runAsUser, runAsGroup, runAsNonRoot], [uid, gid, true]);
  assertEquals(container.ports[0].containerPort, Number(environmentOf(image).PORT));
  assertEquals(container.securityContext, {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"] },
  });
  assertEquals(spec.automountServiceAccountToken, false);
});

Deno.test("deploy/kubernetes.yaml probes what is meant for it, and waits longer than it drains", () => {
  const paths = ["startupProbe", "livenessProbe", "readinessProbe"]
    .map((name) => container[name].httpGet.path);
  assertEquals(paths, ["/readyz", "/healthz", "/readyz"]);
  const env = new Map<string, string>(
    container.env.map(({ name, value }: { name: string; value: string }) => [name, value]),
  );
  const stops = Number(env.get("DRAIN_SECONDS")) + Number(env.get("GRACE_SECONDS"));
  assert(spec.terminationGracePeriodSeconds >= stops + 5);
  const { periodSeconds, failureThreshold } = container.readinessProbe;
  assert(Number(env.get("DRAIN_SECONDS")) > periodSeconds * failureThreshold);
});

Deno.test("deploy/kubernetes.yaml selects the pods that it makes", () => {
  const { labels } = deployment.spec.template.metadata;
  for (const selector of [deployment.spec.selector.matchLabels, service.spec.selector]) {
    assertEquals(selector, labels);
  }
  assertEquals(budget.spec.selector.matchLabels, labels);
  assertEquals(service.spec.ports[0].targetPort, container.ports[0].name);
});
