"""Pictures of links: a body drawn as PNG, its text shaped and set in lines."""
