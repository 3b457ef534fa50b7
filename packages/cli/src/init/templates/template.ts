/** A site to begin with. */
export interface Template {
  /** Ends the sentence "This is …". */
  what: string;
  /** An app with a Procfile, or files that are served as they are. */
  kind: 'app' | 'static';
  /** Its files, by their names in its folder. */
  files: Readonly<Record<string, string>>;
  /** Lines of `.gitignore`, besides those of every site. */
  ignored: readonly string[];
}
