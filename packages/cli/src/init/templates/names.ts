/** Beside the templates, so that the command line's grammar need not read them. */
export const TEMPLATE_NAMES = ['node', 'python', 'php', 'go', 'static'] as const;

export type TemplateName = (typeof TEMPLATE_NAMES)[number];
