import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// The server serves what is built at /static/web/; in development the pages ask the server that runs on 8700.
export default defineConfig({
  base: "/static/web/",
  plugins: [react()],
  build: {
    outDir: "../src/desirepath/server/static/web",
    emptyOutDir: true,
    manifest: true,
    sourcemap: false,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    // The script that products include stands alone, under one name; its address is /t/desirepath.js.
    rolldownOptions: {
      input: { index: "index.html", in_app: "src/in_app/desirepath.ts" },
      output: {
        // In a page that is not ours no name of it is anybody's.
        banner: (one) => (one.name === "in_app" ? "(() => {" : ""),
        footer: (one) => (one.name === "in_app" ? "})();" : ""),
        entryFileNames: (one) => (one.name === "in_app" ? "in_app.js" : "assets/[name]-[hash].js"),
      },
    },
  },
  server: { proxy: { "/api": "http://127.0.0.1:8700" } },
  test: { include: ["src/**/*.test.{ts,tsx}"] },
});
