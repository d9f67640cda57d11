/** Hands a file to the browser's downloads. */
export async function saveText(name: string, text: string): Promise<void> {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // Several at once are taken for an attack by some browsers; and the address must live until it is taken.
  await new Promise((resolve) => setTimeout(resolve, 300));
  URL.revokeObjectURL(url);
}
