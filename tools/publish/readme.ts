/**
 * A README as it can be read away from the repository: links that lead into it are text, and its
 * pictures are left out.
 */
export function publishedReadme(text: string): string {
  return text
    .replaceAll(/^!\[[^\]]*\]\((?!https:)[^)]*\)\n\n?/gm, '')
    .replaceAll(/\[([^\]]+)\]\((?!https?:|#)[^)]*\)/g, '$1');
}
