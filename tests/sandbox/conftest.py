from sandbox.testing import sandbox as sandbox
