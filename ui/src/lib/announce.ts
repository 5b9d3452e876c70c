const REGION = 'live-region'

/** Tells screen readers the result of an action; the shell holds the region. */
export function announce(text: string): void {
  const region = document.getElementById(REGION)
  if (region) region.textContent = text
}
