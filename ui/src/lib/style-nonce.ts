/** The nonce that the server wrote into this page, or undefined where none is used (development, tests). */
export function styleNonce(): string | undefined {
  const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
  return nonce === '' || nonce.includes('NONCE') ? undefined : nonce
}

/**
 * Gives the nonce to styles made by code that cannot be told of it: Ant Design passes it on everywhere except in
 * the scroll lock of its dialogs. Scripts stay under `script-src 'self'`; nothing is loosened for them.
 */
export function nonceForEveryStyle(nonce: string): void {
  const create = document.createElement.bind(document)
  document.createElement = ((name: string, options?: ElementCreationOptions) => {
    const element = create(name, options)
    if (element instanceof HTMLStyleElement) element.nonce = nonce
    return element
  }) as typeof document.createElement
}
