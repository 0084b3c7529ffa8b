package demofilm

import "slices"

// scene is a way to set a film, and the colours that suit it.
type scene struct {
	name     string
	set      func(*film)
	palettes []palette
}

// scenes in the order in which [Looks] deals them.
var scenes = []scene{
	{"dawn", dawn, []palette{
		paint("#fff1cf", "#e8a98e", "#3b2442", "#2a1733", "#4a5b93", "#b98aa6", "#f4b48a", "#ffdfa8"),
		paint("#fff7dc", "#a9c4c2", "#12343b", "#0c2228", "#2f6f86", "#7fb3b5", "#d7dfc0", "#ffe9b8"),
	}},
	{"sea", sea, []palette{
		paint("#fff0c2", "#f08a5d", "#1d2b53", "#141c38", "#34305e", "#8a4f7d", "#ef8a62", "#ffd08a"),
		paint("#fffbe8", "#8fd3d6", "#0b5563", "#f2f6f4", "#4aa3c7", "#8fd0df", "#d6f0ea", "#fff3d2"),
	}},
	{"city", city, []palette{
		paint("#fdf3d8", "#46527e", "#0d1226", "#ffc861", "#0f1633", "#1f2a58", "#4a4a86", "#a0668c"),
		paint("#ffe6c7", "#3f6472", "#08161d", "#ffb347", "#07202c", "#114151", "#2f7480", "#e2a16f"),
	}},
	{"snow", snow, []palette{
		paint("#f6fbff", "#a9bfd6", "#1f3750", "#ffffff", "#5f7fa6", "#9db8d2", "#d3e0ec", "#eef3f6"),
		paint("#fff3e6", "#a88fb0", "#2b2547", "#ffffff", "#3a3a6b", "#7a6a9c", "#c69cb4", "#f2cdb8"),
	}},
	{"wind", wind, []palette{
		paint("#fffbe6", "#a8cf9a", "#2f7d4f", "#f7f7f2", "#3f8fd0", "#7dbbe6", "#bfe0f0", "#f0f6e8"),
		paint("#fff0d0", "#d9b46a", "#7a5a24", "#fbf4e6", "#5f87b5", "#9fb6c9", "#e6cfa8", "#fbe3b0"),
	}},
	{"form", form, []palette{
		paint("#f4ead7", "#d94f30", "#1f3a5f", "#e9b44c", "#f4ead7", "#efe2c8"),
		paint("#f1efe9", "#2a9d8f", "#264653", "#f4a261", "#f1efe9", "#e4ece6"),
	}},
	{"lanterns", lanterns, []palette{
		paint("#ffcf7a", "#3d3a66", "#12122b", "#ff8a3c", "#0b0f2b", "#1b2050", "#3a2f66", "#7a4668"),
		paint("#ffd9a0", "#27545e", "#081a20", "#ff7a4a", "#06141d", "#0e2f3c", "#1f5560", "#5a7a70"),
	}},
	{"wall", wall, []palette{
		paint("#fff0d2", "#d8b89a", "#7a3b1e", "#b5532a", "#6f8fb0", "#b3c2c9", "#ead9bd", "#f8e6c4"),
		paint("#fdf6e3", "#b9cdb8", "#27503a", "#3f7048", "#5b9ac0", "#a5cbd8", "#dcebe0", "#f6f3dc"),
	}},
	{"bridge", bridge, []palette{
		paint("#fff4dc", "#b7c9bd", "#33524c", "#7fae6a", "#9cc3cf", "#c9dfdc", "#eef0dd", "#fbeed0"),
		paint("#ffe7c4", "#c79a94", "#3a2b45", "#5d7060", "#6a6fa0", "#b88fa8", "#f0b69a", "#ffdcae"),
	}},
	{"papercut", papercut, []palette{
		paint("#fff3df", "#e4572e", "#b3151b", "#f2b705", "#c8201f", "#8f0f16"),
		paint("#fff8ea", "#f0c987", "#1d5c63", "#d64933", "#2a7f86", "#14464c"),
	}},
	{"wheat", wheat, []palette{
		paint("#fff6d0", "#f2c14e", "#9a5b13", "#6d3d0c", "#6aa7cf", "#b5d3da", "#f6e3b0", "#ffd98a"),
		paint("#fff0dc", "#cfd98a", "#4f7a28", "#33561a", "#5aa0c8", "#a9d4dc", "#e6f0d0", "#fdf0c2"),
	}},
	{"aurora", aurora, []palette{
		paint("#d8fff0", "#2b4a5e", "#060d18", "#52e0a8", "#050a1c", "#0b1c3a", "#123a52", "#2a6a70"),
		paint("#f4e6ff", "#40406e", "#0a0818", "#c77dff", "#08061c", "#17103a", "#3a1f5e", "#7a3f78"),
	}},
}

func sceneNamed(name string) (scene, bool) {
	i := slices.IndexFunc(scenes, func(s scene) bool { return s.name == name })
	if i < 0 {
		return scene{}, false
	}
	return scenes[i], true
}
