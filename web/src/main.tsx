import "./styles/base.css";
import "./styles/data.css";
import "./styles/map.css";
import "./styles/board.css";
import "./styles/panels.css";
import "./styles/rules.css";
import "./styles/segments.css";
import "./styles/fields.css";
import "./styles/lived.css";
import "./styles/personas.css";
import "./styles/shell.css";
import { createRoot } from "react-dom/client";
import { chosenTheme, showTheme } from "./app/theme";
import { App } from "./app/App";

showTheme(chosenTheme());
const place = document.getElementById("app");
if (place) createRoot(place).render(<App />);
