"use strict";
// Chosen files with their sizes before sending; large photos are made smaller on the phone, which also drops where they were taken.
(() => {
  // The browser's own button speaks the browser's language; ours is shown where this script tells what was chosen.
  document.documentElement.classList.add("hl-js");
  const LONG_SIDE = 1920;
  const ALREADY_SMALL = 600_000;
  const readable = (bytes) => bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} KB` : `${(bytes / 1e6).toFixed(1)} MB`;

  const smaller = async (file) => {
    if (!/^image\/(jpeg|png|webp)$/.test(file.type) || file.size <= ALREADY_SMALL) return file;
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONG_SIDE / Math.max(picture.width, picture.height));
    const canvas = Object.assign(document.createElement("canvas"), { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.82));
    return blob && blob.size < file.size ? new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" }) : file;
  };
  // A picture this browser cannot read is sent as it is; the server looks at every file anyway.
  const prepared = (file) => smaller(file).catch(() => file);

  const show = (part, files) => {
    const list = part.querySelector("[data-hl-chosen]");
    const limit = Number(part.dataset.maxMb) * 1e6;
    list.replaceChildren(...files.map((file) => {
      const line = document.createElement("li");
      const tooLarge = limit && file.size > limit;
      line.textContent = `${file.name}（${readable(file.size)}）${tooLarge ? `，超过 ${part.dataset.maxMb} MB，请换小一些的` : ""}`;
      if (tooLarge) line.className = "hl-error";
      return line;
    }));
  };
  document.addEventListener("change", async (event) => {
    const part = event.target.closest("[data-hl-upload]");
    if (!part || event.target.type !== "file") return;
    const files = await Promise.all([...event.target.files].map(prepared));
    const carrier = new DataTransfer();
    files.forEach((file) => carrier.items.add(file));
    event.target.files = carrier.files;
    show(part, files);
  });
})();
