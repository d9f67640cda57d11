/**
 * The report's HTML for a frame of this page. A frame without an address of its own is under the page's policy: styles need
 * its nonce, and fonts come from this server instead of from within the text.
 */
export function previewHtml(html: string, nonce: string, fonts: readonly { weight: number; url: string }[]): string {
  const faces = fonts
    .map(
      ({ weight, url }) =>
        `@font-face{font-family:"Source Sans 3";font-weight:${weight};src:url(${JSON.stringify(url)}) format("woff2")}`,
    )
    .join("\n");
  return html
    .replace(/@font-face\{[^}]*\}\n?/g, "")
    .replace("<style>", () => `<style nonce="${nonce.replace(/[^\w+/=-]/g, "")}">${faces}\n`);
}
