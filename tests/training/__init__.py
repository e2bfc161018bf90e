"""What the training scripts compute."""
