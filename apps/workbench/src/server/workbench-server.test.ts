import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startWorkbench, type Workbench } from "./start-workbench.js";

interface Heard {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

describe("the workbench's server", () => {
  let folder: string;
  let workbench: Workbench;
  let host: string;
  let token: string;
  let cookie: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "seriatim-server-"));
    const pages = join(folder, "pages");
    mkdirSync(join(pages, "assets"), { recursive: true });
    writeFileSync(join(pages, "index.html"), '<meta name="style-nonce" content="{{nonce}}"><div id="root"></div>');
    writeFileSync(join(pages, "assets", "index-1.js"), "export {};");
    writeFileSync(join(folder, "secret.txt"), "secret");
    workbench = await startWorkbench({ port: 0, folder: join(folder, "data"), who: "anna", pages, largestFile: 1024 });
    const url = new URL(workbench.url);
    host = url.host;
    token = url.searchParams.get("token")!;
    const { headers } = await ask("GET", `/?token=${token}`);
    cookie = String(headers["set-cookie"]).split(";")[0];
  });
  afterAll(async () => {
    await workbench.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function ask(
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body?: string | Buffer,
  ): Promise<Heard> {
    const [hostname, port] = host.split(":");
    return new Promise((resolve, reject) => {
      const sent = request({ hostname, port, method, path, headers: { host, ...headers } }, (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (part: string) => (text += part));
        response.on("end", () => resolve({ status: response.statusCode!, headers: response.headers, body: text }));
      });
      sent.on("error", reject);
      sent.end(body);
    });
  }

  const json = { "content-type": "application/json" };
  const known = () => ({ cookie, origin: `http://${host}` });
  const operation = (headers: Record<string, string>, body: string | Buffer = "{}", name = "registryInfo") =>
    ask("POST", `/api/${name}`, { ...json, ...headers }, body);

  it("lets nobody in without the token, nor with another", async () => {
    expect((await ask("GET", "/")).status).toBe(403);
    expect((await ask("GET", "/assets/index-1.js")).status).toBe(403);
    expect((await operation({ origin: `http://${host}` })).status).toBe(403);
    expect((await ask("GET", `/?token=${token.slice(1)}x`)).status).toBe(403);
    expect((await ask("GET", "/", { cookie: cookie.slice(0, -1) })).status).toBe(403);
  });

  it("exchanges the token for a cookie that no script and no other site has, and takes it out of the address", async () => {
    const { status, headers } = await ask("GET", `/records?token=${token}`);
    expect({ status, location: headers.location }).toEqual({ status: 303, location: "/records" });
    expect(String(headers["set-cookie"])).toMatch(/; HttpOnly/);
    expect(String(headers["set-cookie"])).toMatch(/; SameSite=Strict/);
    expect(String(headers["set-cookie"])).not.toContain(token);
  });

  it("answers an operation asked for by its own page", async () => {
    const { status, body } = await operation(known());
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ output: { who: "anna", home: "server", registry: null } });
  });

  it("refuses another Host: a name that was made to lead here", async () => {
    for (const other of ["evil.example", `evil.example:${host.split(":")[1]}`, "127.0.0.1", "127.0.0.1:1"]) {
      expect((await ask("GET", "/", { host: other, cookie })).status, other).toBe(403);
      expect((await operation({ ...known(), host: other, origin: `http://${other}` })).status, other).toBe(403);
    }
  });

  it("refuses another site's requests, whatever cookie they bring", async () => {
    for (const origin of ["https://evil.example", "null", `http://localhost:${host.split(":")[1]}`, `https://${host}`])
      expect((await operation({ cookie, origin })).status, origin).toBe(403);
    expect((await operation({ cookie })).status).toBe(403);
    expect((await operation({ ...known(), "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await operation({ ...known(), "sec-fetch-site": "same-site" })).status).toBe(403);
    expect((await ask("GET", "/assets/index-1.js", { cookie, "sec-fetch-site": "cross-site" })).status).toBe(403);
  });

  it("takes no form of another site for an operation", async () => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
      expect((await operation({ ...known(), "content-type": type })).status, type).toBe(400);
    expect((await ask("GET", "/api/registryInfo", { cookie })).body).not.toContain("who");
  });

  it("says a strict policy with every answer, and a new nonce with every page", async () => {
    const nonces = new Set<string>();
    for (let i = 0; i < 2; i++) {
      const { headers, body } = await ask("GET", "/records", { cookie });
      const policy = String(headers["content-security-policy"]);
      const nonce = /style-src 'self' 'nonce-([^']+)'/.exec(policy)![1];
      expect(body).toContain(`content="${nonce}"`);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("connect-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:|\*/);
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(2);
    for (const answer of [
      await ask("GET", "/"),
      await operation(known()),
      await ask("GET", "/nothing.js", { cookie }),
    ]) {
      expect(answer.headers["content-security-policy"]).toContain("default-src 'none'");
      expect(answer.headers["x-content-type-options"]).toBe("nosniff");
      expect(answer.headers["referrer-policy"]).toBe("no-referrer");
      expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
    }
  });

  it("takes a file's bytes up to a limit, and says so beyond", async () => {
    const bytes = { ...known(), "content-type": "application/octet-stream" };
    const named = { ...bytes, "seriatim-input": encodeURIComponent('{"name":"Größe.csv"}') };
    const { body } = await operation(named, Buffer.from("a;b\n1;2\n"), "receiveFile");
    expect(JSON.parse(body)).toMatchObject({ output: { name: "Größe.csv", size: 8 } });
    const large = await operation(named, Buffer.alloc(1025), "receiveFile");
    expect(large.status).toBe(413);
    expect(JSON.parse(large.body)).toMatchObject({ error: { kind: "input" } });
    expect((await operation({ ...bytes, "seriatim-input": "%" }, Buffer.from("a"), "receiveFile")).status).toBe(400);
    expect((await operation(known(), "{")).status).toBe(400);
  });

  it("gives no file outside of its folders", async () => {
    for (const path of [
      "/../secret.txt",
      "/%2e%2e/secret.txt",
      "/..%2fsecret.txt",
      "/assets/..%2f..%2fsecret.txt",
      "/report/..%2f..%2f..%2fpackage.json",
    ])
      expect((await ask("GET", path, { cookie })).body, path).not.toMatch(/^secret|"workspaces"|^title:/);
  });

  it("refuses to serve another interface than this machine's own", async () => {
    for (const hostname of ["0.0.0.0", "::", "localhost.evil.example", "192.168.0.1"])
      await expect(startWorkbench({ port: 0, folder, who: "anna", hostname })).rejects.toThrow(/127\.0\.0\.1 alone/);
  });
});
