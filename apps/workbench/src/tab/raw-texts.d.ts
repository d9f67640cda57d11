/** A file's text, put into the module by the build. */
declare module "*?raw" {
  const text: string;
  export default text;
}
