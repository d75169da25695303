/** Gives the pictures that a person drops on an element, or pastes while its panel shows. */
export function receiveImages(
  element: HTMLElement,
  onImage: (image: Blob) => void,
): void {
  const imageIn = (transfer: DataTransfer | null) =>
    [...transfer?.files ?? []].find(({ type }) => type.startsWith("image/"));
  element.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    element.classList.add("dropping");
  });
  for (const end of ["dragleave", "drop"]) {
    element.addEventListener(end, () => element.classList.remove("dropping"));
  }
  element.addEventListener("drop", (event) => {
    event.preventDefault();
    const image = imageIn(event.dataTransfer);
    if (image) onImage(image);
  });
  document.addEventListener("paste", (event) => {
    const image = element.offsetParent ? imageIn(event.clipboardData) : undefined;
    if (!image) return;
    event.preventDefault();
    onImage(image);
  });
}
