import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { runOperation, type ServiceFault } from "../service/run-operation.js";
import type { Session } from "../service/session.js";
import { type GuardOptions, guard } from "./guard.js";

const megabyte = 1024 * 1024;

export interface WorkbenchAppOptions extends GuardOptions {
  session: () => Session;
  /** The built pages. */
  pages: string;
  /** The folder of the example's report. */
  report: string;
  /** Told of what is our own fault. */
  onFault: (error: unknown) => void;
  /** Bytes of a file at most. */
  largestFile?: number;
}

/** What the workbench answers: `POST /api/:operation`, the built pages, and the example's report. */
export function workbenchApp(options: WorkbenchAppOptions): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(alwaysSaid)) context.res.headers.set(name, value);
    if (!context.res.headers.has("content-security-policy"))
      context.res.headers.set("content-security-policy", policy());
  });
  app.use(guard(options));
  app.use("/api/*", (context, next) =>
    isBytes(context) ? limit(options.largestFile ?? 256 * megabyte)(context, next) : limit(8 * megabyte)(context, next),
  );
  app.post("/api/:operation", (context) => answer(context, options));
  // Without a file it is the workbench's own page of the report.
  app.get("/report/*", (context, next) =>
    context.req.path === "/report" ? next() : reportFile(context, options.report),
  );
  app.get("*", (context) => page(context, options.pages));
  app.notFound((context) => context.text("There is nothing here.\n", 404));
  app.onError((error, context) => {
    options.onFault(error);
    return context.json({ error: { kind: "fault", sentence: "Something went wrong in the program itself" } }, 500);
  });
  return app;
}

const alwaysSaid: Record<string, string> = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "x-frame-options": "DENY",
  "permissions-policy": "camera=(), microphone=(), geolocation=()",
};

/** Nothing from elsewhere, no script in a page, styles in a page only with the nonce of this answer. */
function policy(nonce?: string): string {
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "worker-src 'self'",
    `style-src 'self'${nonce === undefined ? "" : ` 'nonce-${nonce}'`}`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-src 'self' blob:",
    "frame-ancestors 'none'",
  ].join("; ");
}

function limit(maxSize: number) {
  return bodyLimit({
    maxSize,
    onError: (context) =>
      context.json({ error: { kind: "input", sentence: `This is too large: ${maxSize / megabyte} MB at most` } }, 413),
  });
}

function isBytes(context: Context): boolean {
  return context.req.header("content-type") === "application/octet-stream";
}

async function answer(context: Context, { session, onFault }: WorkbenchAppOptions): Promise<Response> {
  // Neither can be sent by another site's form.
  if (!isBytes(context) && !context.req.header("content-type")?.startsWith("application/json"))
    return fault(context, { kind: "input", sentence: "JSON or bytes are expected" });
  let input: unknown;
  try {
    input = isBytes(context)
      ? {
          ...(JSON.parse(decodeURIComponent(context.req.header("seriatim-input") ?? "{}")) as object),
          bytes: new Uint8Array(await context.req.arrayBuffer()),
        }
      : await context.req.json();
  } catch {
    return fault(context, { kind: "input", sentence: "what was sent is not JSON" });
  }
  context.header("cache-control", "no-store");
  const result = await runOperation(session(), context.req.param("operation") ?? "", input, onFault);
  if ("error" in result) return fault(context, result.error);
  if (hasBytes(result.output)) {
    const { bytes, ...rest } = result.output;
    context.header("seriatim-output", encodeURIComponent(JSON.stringify(rest)));
    context.header("content-type", "application/octet-stream");
    return context.body(new Uint8Array(bytes));
  }
  return context.json({ output: result.output });
}

function hasBytes(output: unknown): output is { bytes: Uint8Array } {
  return typeof output === "object" && output !== null && "bytes" in output && output.bytes instanceof Uint8Array;
}

const statuses = {
  input: 400,
  conflict: 409,
  refused: 403,
  damaged: 500,
  "unknown-operation": 404,
  fault: 500,
} as const;

function fault(context: Context, error: ServiceFault): Response {
  return context.json({ error }, statuses[error.kind]);
}

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".csv": "text/csv; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".woff": "font/woff",
  ".wasm": "application/wasm",
};

/** A file of the built pages, or the page itself, whose script reads the address. */
async function page(context: Context, folder: string): Promise<Response> {
  const path = decodedPath(context.req.path);
  const file = /\.[a-z0-9]+$/.test(path) ? await readIn(folder, path) : undefined;
  if (file) {
    context.header("content-type", types[extname(path)] ?? "application/octet-stream");
    context.header("cache-control", path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache");
    return context.body(new Uint8Array(file));
  }
  if (path.startsWith("/assets/")) return context.text("There is nothing here.\n", 404);
  const html = await readIn(folder, "/index.html");
  if (!html) return context.text("The pages of the workbench are not built: run `npm run build`.\n", 500);
  const nonce = randomBytes(16).toString("base64");
  context.header("content-security-policy", policy(nonce));
  context.header("cache-control", "no-store");
  return context.html(html.toString("utf8").replace("{{nonce}}", nonce));
}

/** The report stands for itself: its styles, pictures and fonts are in it, and it has no script. */
async function reportFile(context: Context, folder: string): Promise<Response> {
  const path = decodedPath(context.req.path.slice("/report".length));
  const file = await readIn(folder, path);
  if (!file) return context.text("There is no such file of the report.\n", 404);
  context.header("content-type", types[extname(path)] ?? "application/octet-stream");
  context.header("cache-control", "no-cache");
  context.header(
    "content-security-policy",
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
  );
  return context.body(new Uint8Array(file));
}

function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return "/";
  }
}

/** A file in a folder, never outside; undefined where there is none. */
async function readIn(folder: string, path: string): Promise<Buffer | undefined> {
  const wanted = normalize(path);
  if (wanted.includes("..") || wanted.includes("\0")) return undefined;
  return readFile(join(folder, wanted)).catch(() => undefined);
}
