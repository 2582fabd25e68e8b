// SPDX-License-Identifier: MIT

// Package page writes films as one HTML page that plays them.
//
// The page needs nothing but itself: no network, no fonts, no other file. What
// is in assets is put into it as it is: page.html (a template), page.css, and
// the scripts, which become one:
//
//	reel.js     unpacks a film's frames (see filmData for their form)
//	map.js      draws memory maps
//	charts.js   draws figures over time and the free blocks by size
//	panel.js    is the part of the page that shows one heap
//	player.js   is the rest: moments, controls, keys, theme
//
// The scripts get colours and names from package palette and film, so that
// pages and stills agree. For tests and other programs the page's state stands
// in attributes of its body: data-frame, data-frames, data-playing,
// data-film and data-ready.
package page

import (
	"embed"
	"encoding/json"
	"errors"
	"html/template"
	"io"
	"strings"

	"bugo/tools/heapview/film"
	"bugo/tools/heapview/palette"
)

//go:embed assets
var assets embed.FS

var scripts = []string{"reel.js", "map.js", "charts.js", "panel.js", "player.js"}

// kindData is what the scripts know of a film.Kind.
type kindData struct {
	Name      string `json:"name"`
	Chequered bool   `json:"chequered"`
}

// constants is what the scripts know of packages film and palette.
type constants struct {
	Kinds       []kindData `json:"kinds"`
	KindFree    film.Kind  `json:"kindFree"`
	KindLive    film.Kind  `json:"kindLive"`
	Levels      int        `json:"levels"`
	FreeClasses int        `json:"freeClasses"`

	// Themes holds, for light and dark, the colour of each film.Cell as
	// [at even places, at odd places].
	Themes map[string][][2]string `json:"themes"`
}

// Write writes the page for films, of which there must be one at least.
func Write(w io.Writer, films []*film.Film) error {
	if len(films) == 0 {
		return errors.New("there is no film to show")
	}
	var data struct {
		Title       string
		Light, Dark template.CSS
		Style       template.CSS
		Script      template.JS
		Constants   template.JS
		Films       []template.JS
	}
	data.Title = films[0].Title
	for _, f := range films {
		encoded, err := encode(f)
		if err != nil {
			return err
		}
		// (Marshal writes < as an escape: no text can end the script element.)
		text, err := json.Marshal(encoded)
		if err != nil {
			return err
		}
		data.Films = append(data.Films, template.JS(text))
	}
	text, err := json.Marshal(known())
	if err != nil {
		return err
	}
	data.Constants = template.JS(text)
	data.Light, data.Dark = variables(&palette.Light), variables(&palette.Dark)

	style, err := assets.ReadFile("assets/page.css")
	if err != nil {
		return err
	}
	data.Style = template.CSS(style)
	var script strings.Builder
	for _, name := range scripts {
		part, err := assets.ReadFile("assets/" + name)
		if err != nil {
			return err
		}
		script.Write(part)
	}
	data.Script = template.JS(script.String())
	page, err := template.ParseFS(assets, "assets/page.html")
	if err != nil {
		return err
	}
	return page.Execute(w, &data)
}

func known() constants {
	c := constants{
		KindFree:    film.KindFree,
		KindLive:    film.KindLive,
		Levels:      film.Levels,
		FreeClasses: film.FreeClasses,
		Themes:      map[string][][2]string{},
	}
	for kind := range film.Kind(film.Kinds) {
		c.Kinds = append(c.Kinds, kindData{kind.Name(), palette.Chequered(kind)})
	}
	for name, theme := range map[string]*palette.Theme{"light": &palette.Light, "dark": &palette.Dark} {
		for cell := range film.Cell(film.Kinds * film.Levels) {
			c.Themes[name] = append(c.Themes[name], [2]string{
				palette.CSS(theme.Cell(cell, false)),
				palette.CSS(theme.Cell(cell, true)),
			})
		}
	}
	return c
}

// variables returns a theme's colours as custom properties of CSS.
func variables(t *palette.Theme) template.CSS {
	return template.CSS("--page:" + palette.CSS(t.Page) + ";--panel:" + palette.CSS(t.Panel) +
		";--border:" + palette.CSS(t.Border) + ";--text:" + palette.CSS(t.Text) +
		";--faint:" + palette.CSS(t.Faint) + ";--failure:" + palette.CSS(t.Failure) +
		";--free:" + palette.CSS(t.Kinds[film.KindFree]) + ";")
}
