import { createHash, timingSafeEqual } from "node:crypto";
import type { Context, MiddlewareHandler } from "hono";
import { getCookie, setCookie } from "hono/cookie";

export interface GuardOptions {
  /** What stands in the address that is printed. */
  token: string;
  /** What the browser is given for it. */
  secret: string;
  /** `127.0.0.1:4000` and what else leads here; a page of another name that resolves to this machine is refused. */
  hosts: () => readonly string[];
}

/**
 * Lets in who has the token, from this origin alone. The token is exchanged for a cookie that no script reads and no other site
 * sends along, and leaves the address at once.
 */
export function guard({ token, secret, hosts }: GuardOptions): MiddlewareHandler {
  return async (context, next) => {
    const host = context.req.header("host") ?? "";
    if (!hosts().includes(host)) return refused(context, `this is not ${host.slice(0, 60)}`);
    const origin = context.req.header("origin");
    if (origin !== undefined && origin !== `http://${host}`) return refused(context, "another site asked for it");
    const site = context.req.header("sec-fetch-site");
    const isNavigation = context.req.header("sec-fetch-mode") === "navigate" && context.req.method === "GET";
    if (site !== undefined && site !== "same-origin" && site !== "none" && !isNavigation)
      return refused(context, "another site asked for it");
    if (context.req.method === "POST" && origin === undefined) return refused(context, "no page of ours asked for it");
    const name = cookieName(host);
    const given = context.req.query("token");
    if (given !== undefined && context.req.method === "GET") {
      if (!isSame(given, token)) return refused(context, "the address is not the one that was printed");
      setCookie(context, name, secret, { httpOnly: true, sameSite: "Strict", path: "/" });
      return context.redirect(new URL(context.req.url).pathname, 303);
    }
    if (!isSame(getCookie(context, name) ?? "", secret))
      return refused(context, "open the address that was printed when the workbench was started");
    return next();
  };
}

/** Cookies are of a host whatever its port: each port has its own name. */
function cookieName(host: string): string {
  return `seriatim-${host.split(":").at(-1)}`;
}

function refused(context: Context, why: string): Response {
  const sentence = `Refused: ${why}.`;
  return context.req.path.startsWith("/api/")
    ? context.json({ error: { kind: "refused", sentence } }, 403)
    : context.text(`${sentence}\n`, 403);
}

function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
