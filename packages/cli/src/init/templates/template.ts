/** A site to begin with. */
export interface Template {
  /** Ends the sentence "This is …". */
  what: string;
  /** The web app's files, by their names in its folder. */
  web: Readonly<Record<string, string>>;
  /** Lines of `.gitignore`, besides those of every site. */
  ignored: readonly string[];
}
