/** As far ahead of the view as a picture begins to load. */
const MARGIN = "400px";

/** Calls once, when an element is in view or nearly. @returns Stops waiting. */
export function whenNear(element: Element, act: () => void): () => void {
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    act();
  }, { rootMargin: MARGIN });
  observer.observe(element);
  return () => observer.disconnect();
}
