interface ImportMeta {
  /** Put in by the build. */
  readonly env: {
    /** `tab`: the pages stand alone, and ask a worker of theirs. */
    readonly MODE: string;
    /** Of the files of `public`. */
    readonly BASE_URL: string;
  };
}
