// Files, voices and pictures on their way from this machine into a chat.

const LARGEST = 20 * 1024 * 1024;

export class TooLargeError extends Error {}

export function kindOf(mime) {
  if (["image/jpeg", "image/png", "image/webp"].includes(mime)) return "photo";
  if (mime === "video/mp4" || mime === "video/webm") return "video";
  if (mime.startsWith("audio/")) return "audio";
  return "document";
}

export async function contents(blob) {
  if (blob.size > LARGEST) throw new TooLargeError();
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => done(reader.result.slice(reader.result.indexOf(",") + 1)));
    reader.addEventListener("error", () => failed(reader.error));
    reader.readAsDataURL(blob);
  });
}

// A recording under way, or null where there is no microphone or it may not be used.
export async function record() {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const recorder = new MediaRecorder(stream);
    const parts = [];
    const began = performance.now();
    recorder.addEventListener("dataavailable", ({ data }) => parts.push(data));
    recorder.start();
    return {
      stop: () => new Promise((done) => {
        recorder.addEventListener("stop", async () => {
          stream.getTracks().forEach((track) => track.stop());
          const duration = Math.max(1, Math.round((performance.now() - began) / 1000));
          const mime_type = recorder.mimeType.split(";")[0];
          done({ duration, mime_type, content: await contents(new Blob(parts, { type: recorder.mimeType })) });
        });
        recorder.stop();
      }),
    };
  } catch {
    return null;
  }
}
