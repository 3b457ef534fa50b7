import tseslint from 'typescript-eslint';

/** Only rules that a formatter and the compiler cannot hold; each guards against a class of bug. */
export default tseslint.config(
  {
    ignores: ['**/node_modules/**', '**/.understudy/**', '**/cdk.out/**', 'examples/**/assets/**'],
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.base],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { arguments: false } },
      ],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      'no-console': 'error',
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
    },
  },
  {
    // Shells and configuration files speak to a terminal or are loaded by name.
    files: ['packages/cli/**', 'tools/**', 'bench/**', 'soak/**', 'examples/**', '*.config.*'],
    rules: { 'no-console': 'off', 'no-restricted-exports': 'off' },
  },
);
