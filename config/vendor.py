"""Decides which files of npm packages are served, and under which names: "vendor/…" to their place in node_modules."""

STATIC_PACKAGE_FILES: dict[str, str] = {
    "vendor/echarts/echarts.simple.min.js": "echarts/dist/echarts.simple.min.js",
    "vendor/noto-sans-devanagari/files/noto-sans-devanagari-devanagari-wght-normal.woff2": (
        "@fontsource-variable/noto-sans-devanagari/files/noto-sans-devanagari-devanagari-wght-normal.woff2"
    ),
}
