import { useEffect, type RefObject } from 'react'

/**
 * When what has the focus within a box goes away, as a button does that has done its work, the box has it:
 * the next Tab goes on from there and not from the top of the window.
 */
export function useKeepFocus(box: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = box.current
    if (!element) return
    let held = false
    const enter = () => {
      held = true
    }
    const leave = (event: Event) => {
      if (event.target instanceof Element && !element.contains(event.target) && !event.target.closest('[role="dialog"]')) held = false
    }
    // A little later: on its way from one field to the next the focus is on nothing for a moment.
    let looking: ReturnType<typeof setTimeout>
    const look = () => {
      if (held && document.activeElement === document.body) element.focus({ preventScroll: true })
    }
    const watch = new MutationObserver(() => {
      clearTimeout(looking)
      looking = setTimeout(look)
    })
    element.addEventListener('focusin', enter)
    document.addEventListener('focusin', leave)
    document.addEventListener('pointerdown', leave)
    watch.observe(element, { childList: true, subtree: true })
    watch.observe(document.body, { childList: true }) // where dialogs come and go
    return () => {
      element.removeEventListener('focusin', enter)
      document.removeEventListener('focusin', leave)
      document.removeEventListener('pointerdown', leave)
      watch.disconnect()
      clearTimeout(looking)
    }
  }, [box])
}
